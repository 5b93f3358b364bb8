import { notifications } from '@mantine/notifications'
import { errorText } from '../../lib/error-text.ts'

/** Says in a toast why an action did not work; what was shown beforehand has been put back. */
export function tellFailure(error: unknown): void {
  notifications.show({ color: 'red', message: errorText(error) })
}
