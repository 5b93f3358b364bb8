import { notifications } from '@mantine/notifications'
import { errorText } from '../../lib/error-text.ts'

/** Short words about what has just been done, or why it was not. */
export const toast = {
  done: (message: string): void => {
    notifications.show({ color: 'green', message })
  },
  failed: (error: unknown): void => {
    notifications.show({ color: 'red', message: errorText(error) })
  },
}
