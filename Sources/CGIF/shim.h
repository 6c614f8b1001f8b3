// gif_lib.h names FILE without including what declares it.
#include <stdio.h>
#include <gif_lib.h>
