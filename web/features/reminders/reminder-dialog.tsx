import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { cancelReminder, setReminder } from '#contract/reminders'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useForm } from '../../lib/use-form.ts'
import { useSession } from '../../lib/session.ts'
import { useZoneLabel } from '../../lib/use-zone-label.ts'
import { instantOfWall, wallOfDay, wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { reminderWords } from './labels.ts'
import { useReminder } from './use-reminder.ts'

type Props = { number: number; onClose: () => void }

/** When to be reminded of a conversation: two usual times, or any other; what was set is changed or cancelled. */
export function ReminderDialog({ number, onClose }: Props): ReactElement {
  const say = useWords(reminderWords)
  const reminder = useReminder(number)
  return (
    <Modal opened onClose={onClose} title={say('rem.title')} size="sm">
      {reminder.isPending && <Skeleton height={120} />}
      {reminder.error && !reminder.data && (
        <ErrorState title={say('rem.error')} error={reminder.error} onRetry={() => void reminder.refetch()} />
      )}
      {reminder.data && <ReminderForm number={number} setAt={reminder.data.at} onClose={onClose} />}
    </Modal>
  )
}

const hourMs = 60 * 60 * 1000
const morning = '09:00'
const schema = z.object({ at: z.string().min(1) })

function ReminderForm({ number, setAt, onClose }: Props & { setAt: string | null }): ReactElement {
  const say = useWords(reminderWords)
  const format = useFormat()
  const { timeZone } = useSession().user
  const zone = useZoneLabel()
  const [openedAt] = useState(() => new Date())
  const [failure, setFailure] = useState<string | null>(null)
  const tomorrow = wallOfDay(openedAt, timeZone, 1, morning)
  const set = async (at: Date): Promise<void> => {
    setFailure(null)
    await call(setReminder, { number, at: at.toISOString() })
    onClose()
    toast(say('rem.done', { time: format.dateTime(at) }))
  }
  const cancel = async (): Promise<void> => {
    await call(cancelReminder, { number })
    onClose()
    toast(say('rem.cancelled'))
  }
  const doing = (work: Promise<void>): void => {
    work.catch((error: unknown) => setFailure(errorText(error)))
  }
  const form = useForm({
    initial: { at: setAt === null ? tomorrow : wallTime(new Date(setAt), timeZone) },
    schema,
    save: async ({ at }) => {
      const instant = instantOfWall(at, timeZone)
      if (instant) await set(instant)
    },
  })
  const nextMorning = instantOfWall(tomorrow, timeZone)
  return (
    <form {...form.props}>
      <Stack gap="md">
        {setAt !== null && (
          <Group justify="space-between" gap="sm">
            <Text size="sm">{say('rem.is', { time: format.dateTime(setAt) })}</Text>
            <Button variant="default" onClick={() => doing(cancel())}>
              {say('rem.cancel')}
            </Button>
          </Group>
        )}
        <Button
          variant="default"
          justify="space-between"
          rightSection={format.time(new Date(openedAt.getTime() + hourMs))}
          onClick={() => doing(set(anHourFromNow()))}
        >
          {say('rem.hour')}
        </Button>
        {nextMorning && (
          <Button
            variant="default"
            justify="space-between"
            rightSection={format.dateTime(nextMorning)}
            onClick={() => doing(set(nextMorning))}
          >
            {say('rem.tomorrow')}
          </Button>
        )}
        <TextInput
          type="datetime-local"
          label={say('rem.when')}
          description={say('rem.when.d', { zone })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={wallTime(openedAt, timeZone)}
          value={form.values.at}
          error={form.problems.at}
          onChange={(event) => form.set('at', event.currentTarget.value)}
        />
        <FormFailure text={failure ?? form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('rem.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The dialog may have been open for a while: an hour is counted from the press. */
function anHourFromNow(): Date {
  return new Date(Date.now() + hourMs)
}
