;; Cuts plain CSV records into fields, sixteen bytes at a time (cut.ts). What is not plain is left to scan.ts: quotes, blank
;; lines, comments, too many fields, a record that is too long or not all here. `npm run kernels` turns this text into
;; cut-kernel-code.ts, and a test holds the two together.
;;
;; The memory:
;;         0  $INPUT: bytes of the window, 32,768 at most, and sixteen of any value behind them
;;     65536  $ENDS: where each field ends, in 16 bits, field after field of all records
;;    131072  $RECORDS: of each record three numbers of 16 bits: how many ends it and all before it have, where its line feed
;;            is, and how long its longest field is
(module
  (memory (export "memory") 4)

  ;; Cuts [$at, $to) into records, none with more than $most fields or $longest bytes, none that begins with the byte $comment
  ;; (-1: any may). Returns how many there are, and stops before the first that is not plain.
  (func (export "cut")
    (param $at i32) (param $to i32) (param $delimiter i32) (param $comment i32) (param $most i32) (param $longest i32)
    (result i32)
    (local $start i32) (local $from i32) (local $end i32) (local $byte i32) (local $bits i32) (local $block i32)
    (local $ends i32) (local $records i32) (local $fields i32) (local $widest i32)
    (local $bytes v128) (local $delimiters v128) (local $feeds v128) (local $quotes v128)
    (local.set $delimiters (i8x16.splat (local.get $delimiter)))
    (local.set $feeds (i8x16.splat (i32.const 10)))
    (local.set $quotes (i8x16.splat (i32.const 34)))
    (local.set $ends (i32.const 65536))
    (local.set $records (i32.const 131072))
    (local.set $start (local.get $at))
    (local.set $from (local.get $at))
    (local.set $block (local.get $at))
    (block $done
      (br_if $done (i32.ge_u (local.get $at) (local.get $to)))
      (br_if $done (i32.eq (i32.load8_u (local.get $at)) (local.get $comment)))
      (loop $blocks
        (local.set $bytes (v128.load (local.get $block)))
        (local.set $bits
          (i8x16.bitmask
            (v128.or
              (v128.or
                (i8x16.eq (local.get $bytes) (local.get $delimiters))
                (i8x16.eq (local.get $bytes) (local.get $feeds)))
              (i8x16.eq (local.get $bytes) (local.get $quotes)))))
        (block $next
          (loop $marks
            (br_if $next (i32.eqz (local.get $bits)))
            (local.set $end (i32.add (local.get $block) (i32.ctz (local.get $bits))))
            (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
            (br_if $done (i32.ge_u (local.get $end) (local.get $to)))
            (local.set $byte (i32.load8_u (local.get $end)))
            (br_if $done (i32.eq (local.get $fields) (local.get $most)))
            (if (i32.eq (local.get $byte) (local.get $delimiter))
              (then
                (i32.store16 (local.get $ends) (local.get $end))
                (local.set $ends (i32.add (local.get $ends) (i32.const 2)))
                (local.set $fields (i32.add (local.get $fields) (i32.const 1)))
                (local.set $from (i32.sub (local.get $end) (local.get $from)))
                (local.set $widest
                  (select (local.get $widest) (local.get $from) (i32.gt_u (local.get $widest) (local.get $from))))
                (local.set $from (i32.add (local.get $end) (i32.const 1)))
                (br $marks)))
            (br_if $done (i32.ne (local.get $byte) (i32.const 10)))
            (local.set $at (local.get $end))
            (block $isTrimmed
              (loop $trim
                (br_if $isTrimmed (i32.eq (local.get $at) (local.get $from)))
                (br_if $isTrimmed (i32.ne (i32.load8_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 13)))
                (local.set $at (i32.sub (local.get $at) (i32.const 1)))
                (br $trim)))
            (br_if $done (i32.eq (local.get $at) (local.get $start)))
            (br_if $done (i32.gt_u (i32.sub (local.get $end) (local.get $start)) (local.get $longest)))
            (i32.store16 (local.get $ends) (local.get $at))
            (local.set $ends (i32.add (local.get $ends) (i32.const 2)))
            (i32.store16 (local.get $records) (i32.shr_u (i32.sub (local.get $ends) (i32.const 65536)) (i32.const 1)))
            (i32.store16 offset=2 (local.get $records) (local.get $end))
            (local.set $from (i32.sub (local.get $at) (local.get $from)))
            (i32.store16 offset=4 (local.get $records)
              (select (local.get $widest) (local.get $from) (i32.gt_u (local.get $widest) (local.get $from))))
            (local.set $records (i32.add (local.get $records) (i32.const 6)))
            (local.set $fields (i32.const 0))
            (local.set $widest (i32.const 0))
            (local.set $start (i32.add (local.get $end) (i32.const 1)))
            (local.set $from (local.get $start))
            (br_if $done (i32.ge_u (local.get $start) (local.get $to)))
            (br_if $done (i32.eq (i32.load8_u (local.get $start)) (local.get $comment)))
            (br $marks)))
        (local.set $block (i32.add (local.get $block) (i32.const 16)))
        (br_if $blocks (i32.lt_u (local.get $block) (local.get $to)))))
    (i32.div_u (i32.sub (local.get $records) (i32.const 131072)) (i32.const 6))))
