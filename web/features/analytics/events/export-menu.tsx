import { Button, Menu } from '@mantine/core'
import { IconDownload, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { eventWordsOfPage } from './labels.ts'
import { useExport } from './use-export.ts'

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** Takes the list away as a table; while it comes, how much of it is here. */
export function ExportMenu({ wishes }: { wishes: Record<string, string> }): ReactElement {
  const say = useWords(eventWordsOfPage)
  const format = useFormat()
  const { sizeBytes, start, stop } = useExport(say('events.export.failed'))
  if (sizeBytes !== null) {
    return (
      <Button
        variant="default"
        rightSection={<IconX {...icon} />}
        onClick={stop}
        title={say('events.export.stop')}
        aria-label={say('events.export.stop')}
      >
        <span role="status">{say('events.export.going', { size: format.size(sizeBytes) })}</span>
      </Button>
    )
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload {...icon} />}>
          {say('events.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void start({ ...wishes, format: 'csv' })}>
          {say('events.export.csv')}
        </Menu.Item>
        <Menu.Item onClick={() => void start({ ...wishes, format: 'xlsx' })}>
          {say('events.export.xlsx')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
