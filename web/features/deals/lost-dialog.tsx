import { Button, Group, Modal, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { boardWords } from './board-labels.ts'
import { useLossReasons } from './use-loss-reasons.ts'

type Props = {
  /** How many deals are about to be lost; none: closed. */
  count: number
  onChoose: (lossReasonId: number | null) => void
  onClose: () => void
}

/** Asks why deals are lost before they are. */
export function LostDialog({ count, onChoose, onClose }: Props): ReactElement {
  const say = useWords(boardWords)
  const title = count > 1 ? say('lost.title.many') : say('lost.title')
  return (
    <Modal opened={count > 0} onClose={onClose} title={title}>
      <Reasons isMany={count > 1} onChoose={onChoose} onClose={onClose} />
    </Modal>
  )
}

const unsaid = 'none'

function Reasons({ isMany, onChoose, onClose }: Omit<Props, 'count'> & { isMany: boolean }): ReactElement {
  const say = useWords(boardWords)
  const reasons = useLossReasons().filter(({ isRemoved }) => !isRemoved)
  const [chosen, setChosen] = useState(unsaid)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onChoose(chosen === unsaid ? null : Number(chosen))
      }}
    >
      <Stack gap="md">
        <Radio.Group value={chosen} onChange={setChosen} aria-label={say('lost.title')}>
          <Stack gap="xs">
            {reasons.map(({ id, name }, place) => (
              <Radio key={id} value={String(id)} label={name} data-autofocus={place === 0 || undefined} />
            ))}
            <Radio value={unsaid} label={say('lost.none')} />
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit">{isMany ? say('lost.do.many') : say('lost.do')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
