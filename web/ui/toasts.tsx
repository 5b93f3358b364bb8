import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { errorText } from '../lib/error-text.ts'
import { say } from '../lib/words.ts'
import classes from './toasts.module.css'

const shortMs = 4000
const undoMs = 8000

/** Says that something is done. */
export function toast(message: string): void {
  notifications.show({ message, autoClose: shortMs, withCloseButton: false })
}

/** Says that something is done, and takes it back for whoever asks. */
export function undoToast(message: string, onUndo: () => void): void {
  const id = crypto.randomUUID()
  notifications.show({
    id,
    autoClose: undoMs,
    withCloseButton: false,
    message: (
      <span className={classes.words}>
        <span className={classes.text}>{message}</span>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id)
            onUndo()
          }}
        >
          {say()('c.undo')}
        </Button>
      </span>
    ),
  })
}

/** Says why something did not work. */
export function errorToast(error: unknown): void {
  notifications.show({
    message: errorText(error),
    color: 'red',
    autoClose: undoMs,
    closeButtonProps: { 'aria-label': say()('c.close') },
  })
}
