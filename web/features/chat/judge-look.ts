/** What a look at the newest message is worth telling the server. */
export type LookWorth = 'tell' | 'wait' | 'nothing'

/**
 * Looking at a conversation that is read is nothing, also when somebody marks it unread by hand afterwards: it stays so until
 * something new comes. But a row that does not know the newest message yet cannot say that it is read: that is waited for.
 */
export function judgeLook(
  row: { isRead: boolean; lastMessage: { id: string } | null },
  newestId: string,
): LookWorth {
  if (!row.isRead) return 'tell'
  return row.lastMessage?.id === newestId ? 'nothing' : 'wait'
}
