/** A slice is closed when it has so many messages: few enough to sort those of a common word, so many that an old account has few. */
export const fullSlice = 8192

/** The key of a slice in the index of words: see 0035_search.sql. */
export const sliceBits = 24
