import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { useLossReasons } from '../deals/use-loss-reasons.ts'
import { leadWords } from './labels.ts'

type Props = { count: number; onDecline: (lossReasonId: number | null) => void; onClose: () => void }

const unsaid = 'none'

/** Says what declining comes to, and asks why where the account has reasons. */
export function DeclineDialog({ count, onDecline, onClose }: Props): ReactElement {
  const say = useWords(leadWords)
  const reasons = useLossReasons().filter(({ isRemoved }) => !isRemoved)
  const [chosen, setChosen] = useState(unsaid)
  const title = count === 1 ? say('lead.decline.title') : say('lead.decline.title.many', { count })
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onDecline(chosen === unsaid ? null : Number(chosen))
        }}
      >
        <Stack gap="md">
          <Text size="sm">{say('lead.decline.text')}</Text>
          {reasons.length > 0 && (
            <Radio.Group value={chosen} onChange={setChosen} label={say('lead.decline.reason')}>
              <Stack gap="xs" mt="xs">
                {reasons.map(({ id, name }) => (
                  <Radio key={id} value={String(id)} label={name} />
                ))}
                <Radio value={unsaid} label={say('lead.decline.none')} />
              </Stack>
            </Radio.Group>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {say('c.cancel')}
            </Button>
            <Button type="submit" color="red" data-autofocus>
              {say('lead.decline')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
