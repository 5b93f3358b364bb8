import type { MessageView } from '#contract/messages'

/** Answers of the API as the proofs read them. */
export type ApiAnswer<T> = { status: number; body: T }
export type MessagePage = { items: MessageView[] }
