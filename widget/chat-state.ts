import type { VisitorMessage } from '#contract/website'
import type { ButtonInfo } from './api.ts'
import type { QueuedMessage } from './queue-store.ts'

export type ChatState = {
  button: ButtonInfo | null
  isOpen: boolean
  messages: readonly VisitorMessage[]
  queue: readonly QueuedMessage[]
  /** Chosen for the message being written. */
  files: readonly File[]
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

export type NewMessage = { text: string; files: readonly File[] }

/** What is being written, kept while the panel is closed. */
export type KeptText = { get: () => string; set: (text: string) => void }

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
  draft: KeptText
  /** How the visitor calls himself; it goes with every message. */
  name: KeptText
  changeFiles: (change: (files: readonly File[]) => readonly File[]) => void
}

export const emptyChat: ChatState = {
  button: null,
  isOpen: false,
  messages: [],
  queue: [],
  files: [],
  progress: new Map(),
  typing: null,
  connection: 'idle',
  unread: 0,
  hasEarlier: false,
  announced: null,
}
