;; Lines of hexadecimal digits, 16 bytes of a digest at a time (hex-lines.ts). `npm run kernels` turns this text into
;; hex-kernel-code.ts. A digest has 16 bytes at least; the last 16 of one that is no multiple are done again with some of
;; those before them, so that nothing is read or written behind a digest.
;;
;; The memory:
;;       0  $TEXT: lines, 24 KB at most
;;   32768  $BYTES: digests one behind the other
(module
  (memory (export "memory") 1)

  ;; Decodes up to $lines lines of $width * 2 digits, $stride bytes apart: LF behind the digits, or CR and LF. Returns how
  ;; many are before the first that is anything else.
  (func (export "decode") (param $lines i32) (param $width i32) (param $stride i32) (result i32)
    (local $line i32) (local $text i32) (local $key i32) (local $i i32) (local $from i32) (local $good v128)
    (local $first v128) (local $second v128)
    (local.set $key (i32.const 32768))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $line) (local.get $lines)))
        (br_if $done
          (i32.ne (i32.load8_u (i32.sub (i32.add (local.get $text) (local.get $stride)) (i32.const 1))) (i32.const 10)))
        (if (i32.gt_u (local.get $stride) (i32.add (i32.shl (local.get $width) (i32.const 1)) (i32.const 1)))
          (then
            (br_if $done
              (i32.ne
                (i32.load8_u (i32.sub (i32.add (local.get $text) (local.get $stride)) (i32.const 2)))
                (i32.const 13)))))
        (local.set $good (i8x16.splat (i32.const -1)))
        (local.set $i (i32.const 0))
        (loop $part
          (local.set $from
            (select
              (local.get $i)
              (i32.sub (local.get $width) (i32.const 16))
              (i32.le_u (i32.add (local.get $i) (i32.const 16)) (local.get $width))))
          (local.set $first (v128.load (i32.add (local.get $text) (i32.shl (local.get $from) (i32.const 1)))))
          (local.set $second (v128.load offset=16 (i32.add (local.get $text) (i32.shl (local.get $from) (i32.const 1)))))
          (local.set $good
            (v128.and (local.get $good)
              (v128.and
                (v128.or
                  (i8x16.le_u (i8x16.sub (local.get $first) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 9)))
                  (i8x16.le_u
                    (i8x16.sub (v128.or (local.get $first) (i8x16.splat (i32.const 32))) (i8x16.splat (i32.const 97)))
                    (i8x16.splat (i32.const 5))))
                (v128.or
                  (i8x16.le_u (i8x16.sub (local.get $second) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 9)))
                  (i8x16.le_u
                    (i8x16.sub (v128.or (local.get $second) (i8x16.splat (i32.const 32))) (i8x16.splat (i32.const 97)))
                    (i8x16.splat (i32.const 5)))))))
          ;; The value of a digit: its low four bits, and 9 more where it is a letter.
          (local.set $first
            (i8x16.add
              (v128.and (local.get $first) (i8x16.splat (i32.const 15)))
              (v128.and (i8x16.gt_u (local.get $first) (i8x16.splat (i32.const 64))) (i8x16.splat (i32.const 9)))))
          (local.set $second
            (i8x16.add
              (v128.and (local.get $second) (i8x16.splat (i32.const 15)))
              (v128.and (i8x16.gt_u (local.get $second) (i8x16.splat (i32.const 64))) (i8x16.splat (i32.const 9)))))
          (v128.store
            (i32.add (local.get $key) (local.get $from))
            (i8x16.narrow_i16x8_u
              (v128.and
                (v128.or (i16x8.shl (local.get $first) (i32.const 4)) (i16x8.shr_u (local.get $first) (i32.const 8)))
                (i16x8.splat (i32.const 255)))
              (v128.and
                (v128.or (i16x8.shl (local.get $second) (i32.const 4)) (i16x8.shr_u (local.get $second) (i32.const 8)))
                (i16x8.splat (i32.const 255)))))
          (local.set $i (i32.add (local.get $i) (i32.const 16)))
          (br_if $part (i32.lt_u (local.get $i) (local.get $width))))
        (br_if $done (i32.eqz (i8x16.all_true (local.get $good))))
        (local.set $line (i32.add (local.get $line) (i32.const 1)))
        (local.set $text (i32.add (local.get $text) (local.get $stride)))
        (local.set $key (i32.add (local.get $key) (local.get $width)))
        (br $next)))
    (local.get $line))

  ;; Writes $lines digests of $width bytes each as lines of lower-case digits.
  (func (export "encode") (param $lines i32) (param $width i32)
    (local $text i32) (local $key i32) (local $i i32) (local $from i32) (local $to i32)
    (local $high v128) (local $low v128)
    (local.set $key (i32.const 32768))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $lines)))
        (local.set $i (i32.const 0))
        (loop $part
          (local.set $from
            (select
              (local.get $i)
              (i32.sub (local.get $width) (i32.const 16))
              (i32.le_u (i32.add (local.get $i) (i32.const 16)) (local.get $width))))
          (local.set $to (i32.add (local.get $text) (i32.shl (local.get $from) (i32.const 1))))
          (local.set $low (v128.load (i32.add (local.get $key) (local.get $from))))
          (local.set $high
            (i8x16.swizzle
              (v128.const i8x16 48 49 50 51 52 53 54 55 56 57 97 98 99 100 101 102)
              (i8x16.shr_u (local.get $low) (i32.const 4))))
          (local.set $low
            (i8x16.swizzle
              (v128.const i8x16 48 49 50 51 52 53 54 55 56 57 97 98 99 100 101 102)
              (v128.and (local.get $low) (i8x16.splat (i32.const 15)))))
          (v128.store (local.get $to)
            (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $high) (local.get $low)))
          (v128.store offset=16 (local.get $to)
            (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $high) (local.get $low)))
          (local.set $i (i32.add (local.get $i) (i32.const 16)))
          (br_if $part (i32.lt_u (local.get $i) (local.get $width))))
        (local.set $text (i32.add (local.get $text) (i32.shl (local.get $width) (i32.const 1))))
        (i32.store8 (local.get $text) (i32.const 10))
        (local.set $text (i32.add (local.get $text) (i32.const 1)))
        (local.set $key (i32.add (local.get $key) (local.get $width)))
        (local.set $lines (i32.sub (local.get $lines) (i32.const 1)))
        (br $next)))))
