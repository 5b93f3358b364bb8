/**
 * Flags of the server's Node: a young generation of 8 MB. What a message needs dies young, so that a larger one (16 and 32 MB were
 * measured) only takes memory; with a smaller one what the long road of new people needs would be copied to the old generation.
 */
export const serverFlags = ['--max-semi-space-size=8']
