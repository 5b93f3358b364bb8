import { Button, Checkbox, Popover, Stack, Text } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useWords } from '../../lib/words.ts'
import { cardWords } from './labels.ts'
import { feedGroups } from './feed-lines.ts'
import type { FeedGroup } from './feed-lines.ts'

type FeedFilterProps = {
  hidden: ReadonlySet<FeedGroup>
  onShow: (group: FeedGroup, isShown: boolean) => void
}

/** Which kinds of events the feed shows. */
export function FeedFilter({ hidden, onShow }: FeedFilterProps): ReactElement {
  const say = useWords(cardWords)
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={hidden.size > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={16} stroke={1.75} aria-hidden="true" />}
        >
          {say('card.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            {say('card.filter.title')}
          </Text>
          {feedGroups.map((group) => (
            <Checkbox
              key={group}
              label={say(`card.filter.${group}`)}
              checked={!hidden.has(group)}
              onChange={(event) => onShow(group, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
