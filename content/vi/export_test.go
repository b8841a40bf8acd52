package vi

// What tests of this package look at.
var PlainAny = plainAny

// PlainRunes ends the characters that Plain knows by its table.
const PlainRunes = plainRunes
