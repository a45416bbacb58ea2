;; Whether a carriage return stands alone, sixteen bytes at a time (lone-returns.ts): in lists of CR LF all have to be looked at.
;; `npm run kernels` turns this text into lone-returns-kernel-code.ts, and a test holds the two together.
;;
;; The memory: 0  $INPUT, 65,536 bytes at most, and seventeen of any value behind them
(module
  (memory (export "memory") 2)

  ;; Whether a return in [0, $to) is followed by another byte than a return or a line feed. What follows the last byte is not known.
  (func (export "isAnyLone") (param $to i32) (result i32)
    (local $at i32) (local $bytes v128) (local $behind v128) (local $bits i32)
    (local.set $to (i32.sub (local.get $to) (i32.const 1)))
    (block $none
      (br_if $none (i32.le_s (local.get $to) (i32.const 0)))
      (loop $blocks
        (local.set $bytes (v128.load (local.get $at)))
        (local.set $behind (v128.load offset=1 (local.get $at)))
        (local.set $bits
          (i8x16.bitmask
            (v128.andnot
              (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 13)))
              (v128.or
                (i8x16.eq (local.get $behind) (i8x16.splat (i32.const 13)))
                (i8x16.eq (local.get $behind) (i8x16.splat (i32.const 10)))))))
        (if (local.get $bits)
          (then (return (i32.lt_s (i32.add (local.get $at) (i32.ctz (local.get $bits))) (local.get $to)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $blocks (i32.lt_s (local.get $at) (local.get $to)))))
    (i32.const 0)))
