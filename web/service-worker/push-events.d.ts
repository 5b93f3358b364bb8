/** What pushes need of a service worker; see worker.d.ts. */
interface PushData {
  json(): {
    show?: { id: string; title: string; body: string; url: string; language: string }
    close?: string[]
    unread?: number
  }
}

interface PushLikeEvent extends LastingEvent {
  readonly data: PushData | null
}

interface NotificationLikeEvent extends LastingEvent {
  readonly notification: Notification
}

interface WindowClient {
  readonly focused: boolean
  focus(): Promise<WindowClient>
  postMessage(message: unknown): void
}

interface WorkerClients {
  matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly WindowClient[]>
  openWindow(url: string): Promise<WindowClient | null>
}

interface WindowEventMap {
  push: PushLikeEvent
  notificationclick: NotificationLikeEvent
}

declare const registration: ServiceWorkerRegistration
