;; The inner loops of a lane of keys of one width (kernel-lane.ts): slots and keys lie in this memory one behind the other,
;; keys are loaded eight bytes at a time and without a test of the bounds. `npm run kernels` turns this text into
;; word-kernel-code.ts, and a test holds the two together (docs/decisions/0001).
;;
;; The memory:
;;       0  hashes of a block, and four zeros behind them
;;    2048  what the slots hold that look like the key looked up there
;;    4096  $ORDINALS: an ordinal for each key of a call, 1,024 at most; for `gather` the places of the keys
;;    8192  $KEYS: the keys of a call
;;  $slots  ordinal + 1 in as many low bits as a slot number has, the high bits of the hash above them; 0 where free
;;   $keys  the keys held, by their ordinals; eight bytes of room behind the last, because the last word of a key may end
;;          in the next one
(module
  (memory (export "memory") 1)
  (global $width (mut i32) (i32.const 0))
  (global $seed (mut i64) (i64.const 0))
  (global $slots (mut i32) (i32.const 0))
  (global $mask (mut i32) (i32.const 0))
  (global $keys (mut i32) (i32.const 0))

  ;; Where things are; before the first call of the others, and whenever they were moved. $mask: number of slots - 1.
  (func (export "lay") (param $width i32) (param $seed i32) (param $slots i32) (param $mask i32) (param $keys i32)
    (global.set $width (local.get $width))
    (global.set $seed (i64.mul (i64.extend_i32_u (local.get $seed)) (i64.const 0x9e3779b97f4a7c15)))
    (global.set $slots (local.get $slots))
    (global.set $mask (local.get $mask))
    (global.set $keys (local.get $keys)))

  ;; Puts $n keys that stand at the places in $ORDINALS, each $base further on, one behind the other to $KEYS.
  (func (export "gather") (param $n i32) (param $base i32)
    (local $place i32) (local $from i32) (local $to i32) (local $end i32) (local $width i32)
    (local.set $width (global.get $width))
    (local.set $place (i32.const 4096))
    (local.set $to (i32.const 8192))
    (loop $key
      (local.set $from (i32.add (local.get $base) (i32.load (local.get $place))))
      (local.set $end (i32.add (local.get $to) (local.get $width)))
      (loop $word ;; the last may end in the place of the next key, which is put there after it
        (i64.store (local.get $to) (i64.load (local.get $from)))
        (local.set $from (i32.add (local.get $from) (i32.const 8)))
        (local.set $to (i32.add (local.get $to) (i32.const 8)))
        (br_if $word (i32.lt_u (local.get $to) (local.get $end))))
      (local.set $to (local.get $end))
      (local.set $place (i32.add (local.get $place) (i32.const 4)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $key (local.get $n))))

  ;; Looks up $n keys, of which all but those added have an ordinal below $count. Those that are missing are added, if
  ;; $isAdding, or else have the ordinal -1. There must be room for them. Returns how many keys are held then.
  (func (export "look") (param $n i32) (param $count i32) (param $isAdding i32) (result i32)
    (local $from i32) (local $out i32) (local $block i32)
    (local.set $from (i32.const 8192))
    (local.set $out (i32.const 4096))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $block (select (local.get $n) (i32.const 256) (i32.lt_u (local.get $n) (i32.const 256))))
        (call $hash (local.get $from) (local.get $block))
        (call $touch (local.get $block))
        (local.set $count
          (call $decide (local.get $from) (local.get $block) (local.get $out) (local.get $count) (local.get $isAdding)))
        (local.set $from (i32.add (local.get $from) (i32.mul (local.get $block) (global.get $width))))
        (local.set $out (i32.add (local.get $out) (i32.shl (local.get $block) (i32.const 2))))
        (local.set $n (i32.sub (local.get $n) (local.get $block)))
        (br $next)))
    (local.get $count))

  ;; Puts the keys with ordinals from $from to before $to into slots. They are there once.
  (func (export "place") (param $from i32) (param $to i32)
    (local $block i32) (local $i i32) (local $hash i32) (local $slot i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $to)))
        (local.set $block (i32.sub (local.get $to) (local.get $from)))
        (local.set $block (select (local.get $block) (i32.const 256) (i32.lt_u (local.get $block) (i32.const 256))))
        (call $hash
          (i32.add (global.get $keys) (i32.mul (local.get $from) (global.get $width))) (local.get $block))
        (local.set $i (i32.const 0))
        (loop $key
          (local.set $hash (i32.load (i32.shl (local.get $i) (i32.const 2))))
          (local.set $slot (local.get $hash))
          (loop $probe
            (local.set $slot (i32.and (local.get $slot) (global.get $mask)))
            (if (i32.load (i32.add (global.get $slots) (i32.shl (local.get $slot) (i32.const 2))))
              (then
                (local.set $slot (i32.add (local.get $slot) (i32.const 1)))
                (br $probe))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (i32.store
            (i32.add (global.get $slots) (i32.shl (local.get $slot) (i32.const 2)))
            (i32.or
              (i32.and (local.get $hash) (i32.xor (global.get $mask) (i32.const -1)))
              (i32.add (local.get $from) (local.get $i))))
          (br_if $key (i32.lt_u (local.get $i) (local.get $block))))
        (local.set $from (i32.add (local.get $from) (local.get $block)))
        (br $next))))

  ;; The hashes of $n keys, 1 to 256, that begin at $at. Each word is mixed in and then spread: a product's low bits know
  ;; nothing of the high ones of its factors. Slots are chosen by the middle of the last product, which knows all.
  (func $hash (param $at i32) (param $n i32)
    (local $to i32) (local $hash i64) (local $whole i32) (local $half i32) (local $end i32)
    (local.set $whole (i32.and (global.get $width) (i32.const -8)))
    (local.set $half (i32.and (global.get $width) (i32.const 4)))
    (loop $key
      (local.set $hash (global.get $seed))
      (local.set $end (i32.add (local.get $at) (local.get $whole)))
      (loop $word
        (local.set $hash
          (i64.mul (i64.xor (local.get $hash) (i64.load (local.get $at))) (i64.const 0x9e3779b97f4a7c15)))
        (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $word (i32.lt_u (local.get $at) (local.get $end))))
      (if (local.get $half)
        (then
          (local.set $hash
            (i64.mul (i64.xor (local.get $hash) (i64.load32_u (local.get $at))) (i64.const 0x9e3779b97f4a7c15)))
          (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 32))))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))))
      (i32.store
        (local.get $to)
        (i32.wrap_i64
          (i64.shr_u (i64.mul (local.get $hash) (i64.const 0xd6e8feb86659fd93)) (i64.const 32))))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $key (local.get $n))))

  ;; Reads the slots of the $n hashes and the keys behind slots that look alike, so that they are near when it is decided.
  ;; Nothing depends on what is read: the cache misses overlap, the more of them the fewer instructions are beside each.
  (func $touch (param $n i32)
    (local $at i32) (local $end i32) (local $slots i32) (local $mask i32) (local $keys i32) (local $width i32)
    (local $touched i32) (local $held i32) (local $hash i32) (local $alike i32)
    (local.set $slots (global.get $slots))
    (local.set $mask (global.get $mask))
    (local.set $keys (global.get $keys))
    (local.set $width (global.get $width))
    (local.set $end (i32.shl (local.get $n) (i32.const 2)))
    (i64.store (local.get $end) (i64.const 0)) ;; four slots a turn: those behind the last hash are slot 0
    (i64.store offset=8 (local.get $end) (i64.const 0))
    (loop $next
      (local.set $touched
        (i32.xor
          (local.get $touched)
          (i32.xor
            (i32.xor
              (i32.load (i32.add (local.get $slots)
                (i32.shl (i32.and (i32.load (local.get $at)) (local.get $mask)) (i32.const 2))))
              (i32.load (i32.add (local.get $slots)
                (i32.shl (i32.and (i32.load offset=4 (local.get $at)) (local.get $mask)) (i32.const 2)))))
            (i32.xor
              (i32.load (i32.add (local.get $slots)
                (i32.shl (i32.and (i32.load offset=8 (local.get $at)) (local.get $mask)) (i32.const 2))))
              (i32.load (i32.add (local.get $slots)
                (i32.shl (i32.and (i32.load offset=12 (local.get $at)) (local.get $mask)) (i32.const 2))))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    ;; Without a branch, which would be guessed wrong: what is held is noted always, and noted over where it is not alike.
    (local.set $at (i32.const 0))
    (local.set $alike (i32.const 2048))
    (loop $next
      (local.set $hash (i32.load (local.get $at)))
      (local.set $held
        (i32.load (i32.add (local.get $slots)
          (i32.shl (i32.and (local.get $hash) (local.get $mask)) (i32.const 2)))))
      (i32.store (local.get $alike) (i32.and (local.get $held) (local.get $mask)))
      (local.set $alike
        (i32.add
          (local.get $alike)
          (i32.shl
            (i32.and
              (i32.le_u (i32.xor (local.get $held) (local.get $hash)) (local.get $mask))
              (i32.ne (local.get $held) (i32.const 0)))
            (i32.const 2))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $at (i32.const 2048))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $alike)))
        (local.set $touched
          (i32.xor
            (local.get $touched)
            (i32.load (i32.add (local.get $keys)
              (i32.mul (i32.sub (i32.load (local.get $at)) (i32.const 1)) (local.get $width))))))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br $next)))
    (i32.store (i32.const 2048) (local.get $touched))) ;; or nothing would need to be read

  ;; Finds or adds each of $n keys at $from; their ordinals go to $out.
  (func $decide (param $from i32) (param $n i32) (param $out i32) (param $count i32) (param $isAdding i32) (result i32)
    (local $at i32) (local $end i32) (local $slots i32) (local $mask i32) (local $keys i32) (local $width i32)
    (local $hash i32) (local $slot i32) (local $held i32) (local $key i32) (local $i i32) (local $whole i32)
    (local.set $slots (global.get $slots))
    (local.set $mask (global.get $mask))
    (local.set $keys (global.get $keys))
    (local.set $width (global.get $width))
    (local.set $whole (i32.and (local.get $width) (i32.const -8)))
    (local.set $end (i32.shl (local.get $n) (i32.const 2)))
    (loop $next
      (local.set $hash (i32.load (local.get $at)))
      (local.set $slot (i32.and (local.get $hash) (local.get $mask)))
      (block $decided
        (loop $probe
          (local.set $held (i32.load (i32.add (local.get $slots) (i32.shl (local.get $slot) (i32.const 2)))))
          (if (i32.eqz (local.get $held))
            (then
              (i32.store (local.get $out) (i32.const -1))
              (br_if $decided (i32.eqz (local.get $isAdding)))
              (i32.store (local.get $out) (local.get $count))
              (local.set $key (i32.add (local.get $keys) (i32.mul (local.get $count) (local.get $width))))
              (local.set $i (i32.const 0))
              (loop $word ;; `memory.copy` is a call, and took 5 of 50 ns
                (i64.store
                  (i32.add (local.get $key) (local.get $i)) (i64.load (i32.add (local.get $from) (local.get $i))))
                (local.set $i (i32.add (local.get $i) (i32.const 8)))
                (br_if $word (i32.lt_u (local.get $i) (local.get $width))))
              (local.set $count (i32.add (local.get $count) (i32.const 1)))
              (i32.store
                (i32.add (local.get $slots) (i32.shl (local.get $slot) (i32.const 2)))
                (i32.or
                  (i32.and (local.get $hash) (i32.xor (local.get $mask) (i32.const -1))) (local.get $count)))
              (br $decided)))
          (if (i32.le_u (i32.xor (local.get $held) (local.get $hash)) (local.get $mask))
            (then
              (local.set $held (i32.sub (i32.and (local.get $held) (local.get $mask)) (i32.const 1)))
              (local.set $key (i32.add (local.get $keys) (i32.mul (local.get $held) (local.get $width))))
              (local.set $i (i32.const 0))
              (block $differs
                (loop $word
                  (br_if $differs
                    (i64.ne
                      (i64.load (i32.add (local.get $key) (local.get $i)))
                      (i64.load (i32.add (local.get $from) (local.get $i)))))
                  (local.set $i (i32.add (local.get $i) (i32.const 8)))
                  (br_if $word (i32.lt_u (local.get $i) (local.get $whole))))
                (if (i32.lt_u (local.get $i) (local.get $width))
                  (then
                    (br_if $differs
                      (i32.ne
                        (i32.load (i32.add (local.get $key) (local.get $i)))
                        (i32.load (i32.add (local.get $from) (local.get $i)))))))
                (i32.store (local.get $out) (local.get $held))
                (br $decided))))
          (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 1)) (local.get $mask)))
          (br $probe)))
      (local.set $from (i32.add (local.get $from) (local.get $width)))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $count)))
