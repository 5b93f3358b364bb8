import { Button, Group, Modal, Stack } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { errorText } from '../../lib/error-text.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useForm } from '../../lib/use-form.ts'
import { useSession } from '../../lib/session.ts'
import { instantOfWall, wallOfDay } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { scheduledWords } from './labels.ts'
import { WhenField } from './when-field.tsx'
import classes from './scheduled.module.css'

type ScheduleDialogProps = {
  isOpen: boolean
  /** Gets the focus back to where one writes. */
  onClose: () => void
  /** Plans what is in the composer; throws what the server refuses. */
  onSchedule: (at: Date) => Promise<void>
}

/** When a message is to leave: two usual times, or any other. */
export function ScheduleDialog({ isOpen, onClose, onSchedule }: ScheduleDialogProps): ReactElement {
  const say = useWords(scheduledWords)
  return (
    <Modal opened={isOpen} onClose={onClose} title={say('sch.title')} size="sm" returnFocus={false}>
      <ScheduleForm onClose={onClose} onSchedule={onSchedule} />
    </Modal>
  )
}

const hourMs = 60 * 60 * 1000
const morning = '09:00'
const schema = z.object({ at: z.string().min(1) })

function ScheduleForm({ onClose, onSchedule }: Omit<ScheduleDialogProps, 'isOpen'>): ReactElement {
  const say = useWords(scheduledWords)
  const format = useFormat()
  const { timeZone } = useSession().user
  const [openedAt] = useState(() => new Date())
  const [failure, setFailure] = useState<string | null>(null)
  const tomorrow = wallOfDay(openedAt, timeZone, 1, morning)
  const isPlanning = useRef(false)
  // A double click would mean two times, a moment apart.
  const plan = async (at: Date): Promise<void> => {
    if (isPlanning.current) return
    isPlanning.current = true
    setFailure(null)
    try {
      await onSchedule(at)
    } finally {
      isPlanning.current = false
    }
    onClose()
    toast(say('sch.done', { time: format.dateTime(at) }))
  }
  const form = useForm({
    initial: { at: tomorrow },
    schema,
    save: async ({ at }) => {
      const instant = instantOfWall(at, timeZone)
      if (instant) await plan(instant)
    },
  })
  const choose = (at: Date): void => {
    plan(at).catch((error: unknown) => setFailure(errorText(error)))
  }
  const soon = new Date(openedAt.getTime() + hourMs)
  const nextMorning = instantOfWall(tomorrow, timeZone)
  return (
    <form {...form.props}>
      <Stack gap="md">
        <div className={classes.choices}>
          <Choice label={say('sch.hour')} time={format.time(soon)} onChoose={() => choose(soonest(hourMs))} />
          {nextMorning && (
            <Choice
              label={say('sch.tomorrow')}
              time={format.dateTime(nextMorning)}
              onChoose={() => choose(nextMorning)}
            />
          )}
        </div>
        <WhenField
          value={form.values.at}
          error={form.problems.at}
          onChange={(wall) => form.set('at', wall)}
        />
        <FormFailure text={failure ?? form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('sch.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The dialog may have been open for a while: an hour is counted from the press. */
function soonest(afterMs: number): Date {
  return new Date(Date.now() + afterMs)
}

type ChoiceProps = { label: string; time: string; onChoose: () => void }

function Choice({ label, time, onChoose }: ChoiceProps): ReactElement {
  return (
    <Button variant="default" justify="space-between" fullWidth rightSection={time} onClick={onChoose}>
      {label}
    </Button>
  )
}
