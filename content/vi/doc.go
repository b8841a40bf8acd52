// Package vi reads Vietnamese as people type it: with or without diacritics,
// composed or decomposed, with either tone placement (hoà, hòa), in raw Telex
// or VNI keys, in any case, with control characters in between.
//
// Text is reduced to syllables. A syllable has a folded form (plain letters,
// what always matches) and a marked form (what the writer's diacritics add as
// evidence). Nothing here fails: bytes that are no text are skipped, and
// oversized input is cut.
package vi
