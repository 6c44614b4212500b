/* Commands that are being built stand in here until they land. */
#include "cmd.h"

__attribute__((weak)) int gj_cmd_repl(gj_cmd *cmd) {
    fputs(gj_cmd_say(cmd, "这个命令还没有做好。\n", "This command is not there yet.\n"), stderr);
    return 2;
}

__attribute__((weak)) int gj_cmd_fmt(gj_cmd *cmd) {
    return gj_cmd_repl(cmd);
}
