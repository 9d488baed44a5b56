// The qemu port's configuration, with what it leaves out and a client needs. The port switches these off without a
// condition, so that no -D can switch them on; MP_CONFIGFILE names this file in place of the port's.

#include "ports/qemu/mpconfigport.h"

#undef MICROPY_PY_TIME
#undef MICROPY_PY_SELECT
#undef MICROPY_PY_ASYNCIO
#define MICROPY_PY_TIME (1)
#define MICROPY_PY_TIME_TIME_TIME_NS (1)
#define MICROPY_PY_TIME_INCLUDEFILE "common/modtime.c"
#define MICROPY_PY_SELECT (1)
#define MICROPY_PY_ASYNCIO (1)

// Whoever waits for a line or for time to pass.
void chip_idle(void);
#define MICROPY_INTERNAL_WFE(TIMEOUT_MS) chip_idle()
