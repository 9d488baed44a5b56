// What waits for lines: hal.c.
#pragma once

void hal_active(void);  // bytes have come or gone
