;; Cuts plain CSV records into fields, sixteen bytes at a time (cut.ts). What is not plain is left to scan.ts: quotes, blank
;; lines, comments, too many fields, a record that is too long or not all here. Then looks up the cells of whole columns
;; (known-cells.ts). `npm run kernels` turns this text into cut-kernel-code.ts, and a test holds the two together.
;;
;; The memory:
;;         0  $INPUT: bytes of the window, 32,768 at most, and forty-eight of any value behind them
;;     65536  $ENDS: where each field ends, in 16 bits, field after field of all records
;;    131072  $RECORDS: of each record three numbers of 16 bits: how many ends it and all before it have, where its line feed
;;            is, and how long its longest field is
;;    229376  $CELL: a cell that is to be known from now on, and zeros behind it, 48 bytes together
;;    229424  $MASK: 48 bytes of ones, and 48 of zeros
;;    262144  $NUMBERS: of each column that is looked up, 1,024 numbers of 32 bits, those of the first records of the run
;;    327680  $TABLES: of each of these columns 2,048 slots of 64 bytes: the number of a cell and one more (0: the slot is free)
;;            and its length, in 32 bits each, 8 bytes unused, the cell and zeros behind it
(module
  (memory (export "memory") 37)
  (data (i32.const 229424)
    "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff"
    "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff"
    "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")

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
    (i32.div_u (i32.sub (local.get $records) (i32.const 131072)) (i32.const 6)))

  ;; The slot of a table that holds the cell, or the first free one that could; 0: neither. No more than eight are looked at, so
  ;; that cells made to share a slot cost no more than others. A cell has 48 bytes at most: three blocks, whatever its length.
  (func $slotOf (param $table i32) (param $cell i32) (param $length i32) (result i32)
    (local $slot i32) (local $at i32) (local $left i32) (local $mask i32) (local $hash i64)
    (local $first v128) (local $second v128) (local $third v128)
    (local.set $mask (i32.sub (i32.const 229472) (local.get $length)))
    (local.set $first (v128.and (v128.load (local.get $cell)) (v128.load (local.get $mask))))
    (local.set $second (v128.and (v128.load offset=16 (local.get $cell)) (v128.load offset=16 (local.get $mask))))
    (local.set $third (v128.and (v128.load offset=32 (local.get $cell)) (v128.load offset=32 (local.get $mask))))
    ;; Six products that wait for nothing; what their low bits lack the high ones have.
    (local.set $hash
      (i64.add
        (i64.add
          (i64.add
            (i64.mul (i64x2.extract_lane 0 (local.get $first)) (i64.const 0x9e3779b97f4a7c15))
            (i64.mul (i64x2.extract_lane 1 (local.get $first)) (i64.const 0xc2b2ae3d27d4eb4f)))
          (i64.add
            (i64.mul (i64x2.extract_lane 0 (local.get $second)) (i64.const 0x165667b19e3779f9))
            (i64.mul (i64x2.extract_lane 1 (local.get $second)) (i64.const 0x27d4eb2f165667c5))))
        (i64.add
          (i64.mul (i64x2.extract_lane 0 (local.get $third)) (i64.const 0xff51afd7ed558ccd))
          (i64.mul (i64x2.extract_lane 1 (local.get $third)) (i64.const 0xc4ceb9fe1a85ec53)))))
    (local.set $hash
      (i64.mul
        (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32)))
        (i64.const 0x9e3779b97f4a7c15)))
    (local.set $slot (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 53))))
    (local.set $left (i32.const 8))
    (loop $slots
      (local.set $at
        (i32.add (local.get $table) (i32.shl (i32.and (local.get $slot) (i32.const 2047)) (i32.const 6))))
      (if (i32.eqz (i32.load (local.get $at))) (then (return (local.get $at))))
      (if (i32.eq (i32.load offset=4 (local.get $at)) (local.get $length))
        (then
          (if
            (i32.eqz
              (v128.any_true
                (v128.or
                  (v128.or
                    (v128.xor (v128.load offset=16 (local.get $at)) (local.get $first))
                    (v128.xor (v128.load offset=32 (local.get $at)) (local.get $second)))
                  (v128.xor (v128.load offset=48 (local.get $at)) (local.get $third)))))
            (then (return (local.get $at))))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 1)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $slots (local.get $left)))
    (i32.const 0))

  ;; Looks up field $field of the first $count records that were cut, the first of which starts at $start: their numbers, -1
  ;; for a cell that the table does not hold, that is empty or not there. Returns how many it holds.
  (func (export "look")
    (param $table i32) (param $numbers i32) (param $field i32) (param $start i32) (param $count i32) (result i32)
    (local $record i32) (local $fields i32) (local $end i32) (local $from i32) (local $slot i32) (local $number i32)
    (local $known i32)
    (local.set $record (i32.const 131072))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $number (i32.const -1))
        (block $isLooked
          (local.set $end (i32.add (local.get $fields) (local.get $field)))
          (br_if $isLooked (i32.ge_u (local.get $end) (i32.load16_u (local.get $record))))
          (local.set $end (i32.add (i32.const 65536) (i32.shl (local.get $end) (i32.const 1))))
          (local.set $from
            (if (result i32) (local.get $field)
              (then (i32.add (i32.load16_u (i32.sub (local.get $end) (i32.const 2))) (i32.const 1)))
              (else (local.get $start))))
          (local.set $end (i32.sub (i32.load16_u (local.get $end)) (local.get $from)))
          ;; None of 0 bytes either: readers see that a cell is empty sooner than this does.
          (br_if $isLooked (i32.ge_u (i32.sub (local.get $end) (i32.const 1)) (i32.const 48)))
          (local.set $slot (call $slotOf (local.get $table) (local.get $from) (local.get $end)))
          (br_if $isLooked (i32.eqz (local.get $slot)))
          (local.set $number (i32.sub (i32.load (local.get $slot)) (i32.const 1)))
          (local.set $known (i32.add (local.get $known) (i32.ge_s (local.get $number) (i32.const 0)))))
        (i32.store (local.get $numbers) (local.get $number))
        (local.set $numbers (i32.add (local.get $numbers) (i32.const 4)))
        (local.set $fields (i32.load16_u (local.get $record)))
        (local.set $start (i32.add (i32.load16_u offset=2 (local.get $record)) (i32.const 1)))
        (local.set $record (i32.add (local.get $record) (i32.const 6)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (local.get $known))

  ;; From now on the $length bytes at $CELL have this number, if a slot is free.
  (func (export "learn") (param $table i32) (param $length i32) (param $number i32)
    (local $slot i32)
    (local.set $slot (call $slotOf (local.get $table) (i32.const 229376) (local.get $length)))
    (if (local.get $slot)
      (then
        (i32.store (local.get $slot) (i32.add (local.get $number) (i32.const 1)))
        (i32.store offset=4 (local.get $slot) (local.get $length))
        (v128.store offset=16 (local.get $slot) (v128.load (i32.const 229376)))
        (v128.store offset=32 (local.get $slot) (v128.load (i32.const 229392)))
        (v128.store offset=48 (local.get $slot) (v128.load (i32.const 229408)))))))
