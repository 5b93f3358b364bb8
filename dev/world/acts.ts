import type { ChatPlace } from './deeds.ts'
import { answer, close, dismiss, findPlace, markRead, moveDeal, takeDeal } from './deeds.ts'
import type { Client, Shop } from './clients.ts'
import type { Doors } from './doors.ts'
import type { Random } from './random.ts'
import type { Talk } from './schedule.ts'
import { surprises, surpriseShare } from './surprises.ts'
import type { Staff } from './staff.ts'

/** Something that happens at a time; all acts of the world are done in the order of their times. */
export type Act = { at: Date; run(): Promise<void> }

export type Stage = { doors: Doors; staff: Staff; shop: Shop; clients: Client[]; random: Random }

/** A talk as acts: what is said, and what colleagues do around it. */
export function actsOf(stage: Stage, talk: Talk): Act[] {
  const { doors, staff, clients } = stage
  const client = clients[talk.client]
  if (!client) throw new Error('Nobody to talk to')
  const caller = staff[talk.colleague]
  const place = (): Promise<ChatPlace> => findPlace(doors, staff.accountId, client)
  const firstAnswer = talk.lines.findIndex((line) => line.by === 'us')
  const acts = talk.lines.map((line, index): Act => ({
    at: line.at,
    async run() {
      if (line.by === 'client') return client.write(line.text, line.file)
      const id = await answer(doors, caller, await place(), line)
      if (stage.random.isLucky(0.8)) await client.read(id)
      if (index !== firstAnswer) return
      await takeDeal(doors, caller, await place(), { name: talk.topic.deal, budget: talk.topic.budget })
      await moveDeal(
        doors,
        caller,
        await place(),
        (pipeline) => pipeline.stages[stage.random.between(1, 2)]?.id,
      )
    },
  }))
  acts.push({ at: talk.endsAt, run: async () => end(stage, talk, await place()) })
  if (!talk.isReturn) acts.push(...surprisesOf(stage, talk, client))
  return acts
}

async function end({ doors, staff, random }: Stage, talk: Talk, place: ChatPlace): Promise<void> {
  const caller = staff[talk.colleague]
  if (talk.ending === 'unanswered') return markRead(doors, caller, place)
  if (talk.ending === 'dismissed') return dismiss(doors, caller, place)
  if (talk.ending !== 'closed') return
  await close(doors, caller, place)
  if (talk.topic.budget === 0 || !random.isLucky(0.6)) return
  const kind = random.isLucky(0.75) ? 'won' : 'lost'
  await moveDeal(doors, caller, place, (pipeline) => pipeline.stages.find((each) => each.kind === kind)?.id)
}

/** What a client does beside writing, a little before his talk ends. */
function surprisesOf(stage: Stage, talk: Talk, client: Client): Act[] {
  const surprise = surprises[talk.client]
  if (!surprise) return []
  const last = talk.lines.at(-1)?.at ?? talk.endsAt
  const at = new Date(last.getTime() + (talk.endsAt.getTime() - last.getTime()) * surpriseShare)
  return [{ at, run: () => surprise({ ...stage, client, caller: stage.staff[talk.colleague] }) }]
}
