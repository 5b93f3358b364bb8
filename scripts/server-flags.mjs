/**
 * Flags of the server's Node. Its own size of the young generation makes each of its many collections stop the process for
 * 15 to 25 ms on two busy cores, which is felt in what browsers are told; with 8 MB it is about 4 ms, and what lives a little longer
 * (the long road of new people) is still not copied to the old generation, as it would be with less.
 */
export const serverFlags = ['--max-semi-space-size=8']
