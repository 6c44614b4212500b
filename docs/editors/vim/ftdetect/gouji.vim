" Made by docs/editors/generate.
autocmd BufRead,BufNewFile *.gj setfiletype gouji
