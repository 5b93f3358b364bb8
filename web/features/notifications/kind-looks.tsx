import {
  IconAlarm,
  IconAlertTriangle,
  IconAt,
  IconChecklist,
  IconLock,
  IconUserCheck,
} from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { NoticeKind } from '#contract/notifications'

/** The sign of what nobody in particular did. */
export const kindIcons: Record<NoticeKind, ReactElement> = {
  mention: <IconAt size={20} stroke={1.75} />,
  internal: <IconLock size={20} stroke={1.75} />,
  assignment: <IconUserCheck size={20} stroke={1.75} />,
  task: <IconChecklist size={20} stroke={1.75} />,
  reminder: <IconAlarm size={20} stroke={1.75} />,
  response_time: <IconAlertTriangle size={20} stroke={1.75} />,
}
