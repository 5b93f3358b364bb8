import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { setAway, type Colleague } from '#contract/people'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useZoneLabel } from '../../lib/use-zone-label.ts'
import { useForm } from '../../lib/use-form.ts'
import { useFormat } from '../../lib/use-format.ts'
import { instantOfWall, wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { useColleagueChoices } from './colleague-choices.ts'
import { staffWords } from './staff-labels.ts'

type Props = {
  user: { id: number; name: string }
  onSaved: (colleague: Colleague) => void
  onCancel?: () => void
}

const dayMs = 86_400_000

/** Until when somebody is away, and who stands in for him. */
export function AwayForm({ user, onSaved, onCancel }: Props): ReactElement {
  const say = useWords(staffWords)
  const format = useFormat()
  const { timeZone } = useSession().user
  const zone = useZoneLabel()
  const choices = useColleagueChoices(user.id)
  const [tomorrow] = useState(() => `${wallTime(new Date(Date.now() + dayMs), timeZone).slice(0, 10)}T09:00`)
  const form = useForm<{ until: string; substituteId: number | null }>({
    initial: { until: tomorrow, substituteId: null },
    schema: z.object({ until: z.string(), substituteId: z.number().nullable() }),
    save: async ({ until, substituteId }) => {
      const at = instantOfWall(until, timeZone)?.toISOString() ?? ''
      const saved = await call(setAway, { userId: user.id, until: at, substituteId })
      toast(say('st.away.saved', { name: user.name, time: format.dateTime(at) }))
      onSaved(saved)
    },
  })
  return (
    <form {...form.props}>
      <Stack gap="md">
        <TextInput
          type="datetime-local"
          label={say('st.away.when')}
          description={say('st.away.zone', { zone })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={form.values.until}
          error={form.problems.until && say('st.away.wrong')}
          onChange={(event) => form.set('until', event.currentTarget.value)}
        />
        <Select
          label={say('st.away.who')}
          description={say(form.values.substituteId === null ? 'st.away.none' : 'st.away.d')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={[{ value: '', label: say('st.away.nobody') }, ...choices]}
          value={String(form.values.substituteId ?? '')}
          error={form.problems.substituteId}
          searchable
          onChange={(value) => form.set('substituteId', value ? Number(value) : null)}
        />
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {say('c.cancel')}
            </Button>
          )}
          <Button type="submit" loading={form.isSaving}>
            {say('st.away.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
