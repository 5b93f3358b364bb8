/** What a service worker has that a page has not, as far as ours uses it; the types of workers and of pages exclude each other. */
interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface FetchLikeEvent extends LastingEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface WindowEventMap {
  install: LastingEvent
  activate: LastingEvent
  fetch: FetchLikeEvent
}

declare function skipWaiting(): Promise<void>
interface WorkerClients {
  claim(): Promise<void>
}
declare const clients: WorkerClients
/** The files of this build, written in by it. */
declare const buildFiles: { id: string; files: string[] }
