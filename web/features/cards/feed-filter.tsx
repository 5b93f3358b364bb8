import { Button, Checkbox, Popover, Stack, Text } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { feedGroups, feedHiddenAtFirst } from '#contract/feed'
import type { FeedGroup } from '#contract/feed'
import { useWords } from '../../lib/words.ts'
import { cardWords } from './labels.ts'

type FeedFilterProps = {
  hidden: readonly FeedGroup[]
  onHide: (groups: readonly FeedGroup[]) => void
}

/** Which kinds of lines the feed shows. */
export function FeedFilter({ hidden, onHide }: FeedFilterProps): ReactElement {
  const say = useWords(cardWords)
  const isUsual =
    hidden.length === feedHiddenAtFirst.length && feedHiddenAtFirst.every((group) => hidden.includes(group))
  const show = (group: FeedGroup, isShown: boolean): void =>
    onHide(isShown ? hidden.filter((each) => each !== group) : [...hidden, group])
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={isUsual ? 'default' : 'light'}
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
              checked={!hidden.includes(group)}
              onChange={(event) => show(group, event.currentTarget.checked)}
            />
          ))}
          {!isUsual && (
            <Button variant="subtle" onClick={() => onHide(feedHiddenAtFirst)}>
              {say('card.filter.usual')}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
