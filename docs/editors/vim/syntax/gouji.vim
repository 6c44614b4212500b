" Vim syntax of Gouji rule files (.gj). Made by docs/editors/generate from grammar/keywords.def.
if exists("b:current_syntax")
  finish
endif
setlocal iskeyword=@,48-57,_,128-255

syntax keyword goujiDeclaration 表样 form 章 section 表 table 行 row 列 column 组 group 引用 import 规则 rule 设 let 函数 function 测例 test
syntax keyword goujiLevel 错误 error 疑问 warning 提示 info 通过 pass 不通过 fail 无法判定 unknown 不适用 na
syntax keyword goujiMissing 空白 blank 划线 dash 无 none 缺行 absent 不可读 unreadable 歧义 ambiguous
syntax keyword goujiOperator 且 and 或 or 非 not 存在 exists 缺 missing 有 has 包含 contains 匹配 matches
syntax keyword goujiName 合计 sum 计数 count 最大 max 最小 min 平均 mean 全部 all 任一 any 四舍五入 round 绝对值 abs 字数 length 标题 title 年份 year 机构 organisation
syntax keyword goujiControl 别名 alias 单位 unit 起 since 止 until 继承 extends 横排 wide 汇总 total 自述 stated 依据 basis 标签 tags 若 if 则 then 否则 else 凡 where 必有 require 依次 ordered 勾稽 tie 视为 as 于 in 对每 foreach 期望 expect 上年 previous 下级 subordinates

syntax match goujiLabel /[.．]\k\+/
syntax match goujiNumber /\<\d\+\([.]\d\+\)\?\([%％]\|万\|亿\)\?/
syntax match goujiSymbol /[-+*×÷\/=≠<>≤≥≈±]/
syntax region goujiString matchgroup=goujiString start=/[\"＂]/ skip=/\\./ end=/[\"＂”]/ oneline contains=goujiHole,goujiInner
syntax region goujiString matchgroup=goujiString start=/“/ skip=/\\./ end=/”/ oneline contains=goujiHole,goujiInner,goujiPlain
syntax region goujiInner matchgroup=goujiInner start=/“/ end=/”/ oneline contained contains=goujiHole,goujiInner
syntax match goujiPlain /[\"＂][^\"＂]*[\"＂]/ contained contains=goujiHole
syntax match goujiHole /{[^{}]*}/ contained
syntax match goujiComment /[#＃].*$/ contains=goujiTodo
syntax keyword goujiTodo TODO FIXME 待办 contained

highlight default link goujiDeclaration Structure
highlight default link goujiLevel StorageClass
highlight default link goujiMissing Constant
highlight default link goujiOperator Operator
highlight default link goujiName Function
highlight default link goujiControl Keyword
highlight default link goujiLabel Identifier
highlight default link goujiNumber Number
highlight default link goujiSymbol Operator
highlight default link goujiString String
highlight default link goujiInner String
highlight default link goujiPlain String
highlight default link goujiHole Special
highlight default link goujiComment Comment
highlight default link goujiTodo Todo

let b:current_syntax = "gouji"
