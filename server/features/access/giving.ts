/** A portion of what somebody answers for is given to somebody else (null: to nobody), by whoever said so. */
export type Giving = {
  accountId: number
  fromUserId: number
  toUserId: number | null
  byUserId: number
  /** How many at most. */
  most: number
  now: Date
}
