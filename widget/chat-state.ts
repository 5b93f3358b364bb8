import type { VisitorMessage } from '#contract/website'
import type { ButtonInfo } from './api.ts'
import type { QueuedMessage } from './queue-store.ts'

export type ChatState = {
  button: ButtonInfo | null
  isOpen: boolean
  messages: readonly VisitorMessage[]
  queue: readonly QueuedMessage[]
  /** Share of a file that has been uploaded, by its id. */
  progress: ReadonlyMap<string, number>
  /** Who is writing; '' when the name is not told. */
  typing: string | null
  connection: 'idle' | 'working' | 'lost'
  unread: number
  hasEarlier: boolean
  /** A colleague's message that has just come, to be read out. */
  announced: VisitorMessage | null
}

export type NewMessage = { text: string; files: File[]; name: string }

export type Chat = {
  getState: () => ChatState
  subscribe: (listener: () => void) => () => void
  start: () => Promise<void>
  setOpen: (isOpen: boolean) => void
  send: (message: NewMessage) => Promise<void>
  retry: (id: string) => void
  cancel: (id: string) => void
  cancelFile: (id: string, fileId: string) => void
  loadEarlier: () => Promise<void>
  /** The visitor sees the end of the thread. */
  markSeen: () => void
  tellTyping: () => void
  draft: { get: () => string; set: (text: string) => void }
}

export const emptyChat: ChatState = {
  button: null,
  isOpen: false,
  messages: [],
  queue: [],
  progress: new Map(),
  typing: null,
  connection: 'idle',
  unread: 0,
  hasEarlier: false,
  announced: null,
}
