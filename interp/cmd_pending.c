/* fmt is being built; this stands in until it lands. */
#include "cmd.h"

__attribute__((weak)) int gj_cmd_fmt(gj_cmd *cmd) {
    fputs(gj_cmd_say(cmd, "这个命令还没有做好。\n", "This command is not there yet.\n"), stderr);
    return 2;
}
