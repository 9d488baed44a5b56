// Module `board`: what the emulated boards can do beside what MicroPython has everywhere.
//
//   insn()   instructions since reset
//   peak()   the most bytes of the heap that a collection left alive since the last call; the first call starts it
//   UART()   the second UART: a non-blocking stream that select.poll and asyncio.StreamReader take

#include "py/gc.h"
#include "py/runtime.h"
#include "py/stream.h"

#include "common/chip.h"

static mp_obj_t board_insn(void) {
    return mp_obj_new_int_from_ull(chip_instructions());
}
static MP_DEFINE_CONST_FUN_OBJ_0(board_insn_obj, board_insn);

// Garbage is not in use, so the heap is only looked at when it was just swept.
static bool watching;
static size_t peak;

void __real_gc_collect_end(void);

void __wrap_gc_collect_end(void) {
    __real_gc_collect_end();
    if (watching) {
        gc_info_t info;
        gc_info(&info);
        peak = MAX(peak, info.used);
    }
}

static mp_obj_t board_peak(void) {
    mp_obj_t result = mp_obj_new_int(peak);
    watching = true;
    peak = 0;
    return result;
}
static MP_DEFINE_CONST_FUN_OBJ_0(board_peak_obj, board_peak);

static mp_uint_t uart_read(mp_obj_t self, void *buffer, mp_uint_t size, int *error) {
    uint8_t *bytes = buffer;
    mp_uint_t count = 0;
    while (count < size && chip_uart_readable()) {
        bytes[count++] = chip_uart_read();
    }
    if (count == 0 && size != 0) {
        *error = MP_EAGAIN;
        return MP_STREAM_ERROR;
    }
    return count;
}

static mp_uint_t uart_write(mp_obj_t self, const void *buffer, mp_uint_t size, int *error) {
    const uint8_t *bytes = buffer;
    mp_uint_t count = 0;
    while (count < size && chip_uart_writable()) {
        chip_uart_write(bytes[count++]);
    }
    if (count == 0 && size != 0) {
        *error = MP_EAGAIN;
        return MP_STREAM_ERROR;
    }
    return count;
}

static mp_uint_t uart_ioctl(mp_obj_t self, mp_uint_t request, uintptr_t wanted, int *error) {
    if (request == MP_STREAM_CLOSE) {
        return 0;
    }
    if (request != MP_STREAM_POLL) {
        *error = MP_EINVAL;
        return MP_STREAM_ERROR;
    }
    mp_uint_t ready = chip_uart_readable() ? MP_STREAM_POLL_RD : 0;
    ready |= chip_uart_writable() ? MP_STREAM_POLL_WR : 0;
    return ready & wanted;
}

static const mp_rom_map_elem_t uart_locals_table[] = {
    { MP_ROM_QSTR(MP_QSTR_read), MP_ROM_PTR(&mp_stream_read_obj) },
    { MP_ROM_QSTR(MP_QSTR_readinto), MP_ROM_PTR(&mp_stream_readinto_obj) },
    { MP_ROM_QSTR(MP_QSTR_readline), MP_ROM_PTR(&mp_stream_unbuffered_readline_obj) },
    { MP_ROM_QSTR(MP_QSTR_write), MP_ROM_PTR(&mp_stream_write_obj) },
    { MP_ROM_QSTR(MP_QSTR_close), MP_ROM_PTR(&mp_stream_close_obj) },
};
static MP_DEFINE_CONST_DICT(uart_locals, uart_locals_table);

static const mp_stream_p_t uart_protocol = {
    .read = uart_read,
    .write = uart_write,
    .ioctl = uart_ioctl,
};

static mp_obj_t uart_new(const mp_obj_type_t *type, size_t positional, size_t keywords, const mp_obj_t *arguments) {
    mp_arg_check_num(positional, keywords, 0, 0, false);
    if (!chip_uart_open()) {
        mp_raise_OSError(MP_ENODEV);
    }
    return MP_OBJ_FROM_PTR(mp_obj_malloc(mp_obj_base_t, type));
}

MP_DEFINE_CONST_OBJ_TYPE(
    uart_type, MP_QSTR_UART, MP_TYPE_FLAG_NONE,
    make_new, uart_new, protocol, &uart_protocol, locals_dict, &uart_locals
);

static const mp_rom_map_elem_t board_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR_board) },
    { MP_ROM_QSTR(MP_QSTR_insn), MP_ROM_PTR(&board_insn_obj) },
    { MP_ROM_QSTR(MP_QSTR_peak), MP_ROM_PTR(&board_peak_obj) },
    { MP_ROM_QSTR(MP_QSTR_UART), MP_ROM_PTR(&uart_type) },
};
static MP_DEFINE_CONST_DICT(board_globals, board_globals_table);

const mp_obj_module_t board_module = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&board_globals,
};
MP_REGISTER_MODULE(MP_QSTR_board, board_module);
