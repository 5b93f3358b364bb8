import { Button } from '@mantine/core'
import type { NotificationData } from '@mantine/notifications'
import type { ReactElement } from 'react'
import { Suspense } from 'react'
import { errorText } from '../lib/error-text.ts'
import { lazyLater } from '../lib/lazy-later.ts'
import { say } from '../lib/words.ts'
import classes from './toasts.module.css'

const shortMs = 4000
const longMs = 8000

const Notifications = lazyLater(async () => (await import('@mantine/notifications')).Notifications)

/** Where toasts appear; once in the app. */
export function Toasts(): ReactElement {
  return (
    <Suspense fallback={null}>
      <Notifications className={classes.toasts} position="bottom-left" limit={4} />
    </Suspense>
  )
}

/** Says that something is done. */
export function toast(message: string): void {
  show({ message, autoClose: shortMs, withCloseButton: false })
}

/** Says that something is done, and takes it back for whoever asks. */
export function undoToast(message: string, onUndo: () => void): void {
  const id = crypto.randomUUID()
  const undo = (): void => {
    void import('@mantine/notifications').then(({ notifications }) => notifications.hide(id))
    onUndo()
  }
  show({
    id,
    autoClose: longMs,
    withCloseButton: false,
    message: (
      <span className={classes.words}>
        <span className={classes.text}>{message}</span>
        <Button size="compact-sm" variant="light" onClick={undo}>
          {say()('c.undo')}
        </Button>
      </span>
    ),
  })
}

/** Says why something did not work. */
export function errorToast(error: unknown): void {
  failureToast(errorText(error))
}

/** The same in words of one's own. */
export function failureToast(message: string): void {
  show({
    message,
    color: 'red',
    autoClose: longMs,
    closeButtonProps: { 'aria-label': say()('c.close') },
  })
}

function show(data: NotificationData): void {
  void import('@mantine/notifications').then(({ notifications }) => notifications.show(data))
}
