import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { staffWords } from './staff-labels.ts'

/** Colleagues who work here, for a select; of who is away it says so. */
export function useColleagueChoices(exceptId?: number | null): { value: string; label: string }[] {
  const say = useWords(staffWords)
  const format = useFormat()
  const { colleagues } = useSession()
  return colleagues
    .filter(({ id, isActive }) => isActive && id !== exceptId)
    .map(({ id, name, awayUntil }) => ({
      value: String(id),
      label: isAway(awayUntil)
        ? `${name} · ${say('st.away.until', { time: format.dateTime(awayUntil) })}`
        : name,
    }))
}

/** Absence ends by itself. */
function isAway(awayUntil: string | null): awayUntil is string {
  return awayUntil !== null && Date.parse(awayUntil) > Date.now()
}
