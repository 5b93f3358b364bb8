import { NumberInput, Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Capabilities } from '#contract/channels'
import type { Form } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { AutoTextField } from './auto-text-field.tsx'
import type { ChannelValues } from './channel-fields.tsx'
import { silenceWords } from './silence-labels.ts'

const usualHours = 72
const mostHours = 24 * 90

/** Whether conversations of a channel are closed by themselves when nobody writes, after how long, and what is said before. */
export function SilenceFields({
  form,
  capabilities,
}: {
  form: Form<ChannelValues>
  capabilities: Capabilities
}): ReactElement {
  const say = useWords(silenceWords)
  const { silenceHours, silenceText } = form.values
  return (
    <>
      <Switch
        label={say('silence.switch')}
        description={say('silence.switch.d')}
        checked={silenceHours > 0}
        onChange={(event) => form.set('silenceHours', event.currentTarget.checked ? usualHours : 0)}
      />
      {silenceHours > 0 && (
        <>
          <NumberInput
            label={say('silence.hours')}
            description={say('silence.hours.d')}
            min={1}
            max={mostHours}
            clampBehavior="strict"
            allowDecimal={false}
            value={silenceHours}
            error={form.problems.silenceHours}
            onChange={(value) => {
              if (typeof value === 'number' && value > 0) form.set('silenceHours', value)
            }}
          />
          <AutoTextField
            label={say('silence.text')}
            description={say('silence.text.d')}
            capabilities={capabilities}
            value={silenceText}
            error={form.problems.silenceText}
            onChange={(text) => form.set('silenceText', text)}
          />
        </>
      )}
    </>
  )
}
