" Made by docs/editors/generate.
setlocal commentstring=#\ %s expandtab shiftwidth=4 softtabstop=4
setlocal equalprg=gouji\ fmt\ -
