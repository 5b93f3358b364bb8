import type { FeedGroup } from '#contract/feed'
import { useSession } from '../../lib/session.ts'
import { useChangePreferences } from '../deals/use-preferences.ts'

/** Which groups of lines one does not want to see in cards; remembered for all of one's devices. */
export function useFeedFilter(): [readonly FeedGroup[], (groups: readonly FeedGroup[]) => void] {
  const hidden = useSession().user.preferences.feedHidden
  const change = useChangePreferences()
  return [hidden, (groups) => change({ feedHidden: [...groups] })]
}
