type Entry<Fault> = { place: string; fault: Fault; left: number; probability: number }

/** What goes wrong where, on demand. Places are methods and whatever else the messenger names. */
export class FaultPlan<Fault> {
  private entries: Entry<Fault>[] = []
  private readonly isMethod: (place: string) => boolean
  private readonly random: () => number

  constructor(isMethod: (place: string) => boolean, random: () => number = Math.random) {
    this.isMethod = isMethod
    this.random = random
  }

  /** The next `times` (1) visits of this place fail so. `*` stands for every method. */
  next(place: string, fault: Fault, times = 1): void {
    this.entries.push({ place: place.toLowerCase(), fault, left: times, probability: 1 })
  }

  /** All of them fail so, with `probability` (1), until the returned function is called. */
  always(place: string, fault: Fault, probability = 1): () => void {
    const entry = { place: place.toLowerCase(), fault, left: Infinity, probability }
    this.entries.push(entry)
    return () => {
      this.entries = this.entries.filter((each) => each !== entry)
    }
  }

  clear(): void {
    this.entries = []
  }

  /** How many have not struck yet. */
  waiting(): number {
    return this.entries.reduce((sum, { left }) => sum + (left === Infinity ? 0 : left), 0)
  }

  /** The fault that strikes here, if any; the one that waits longest first. */
  take(place: string): Fault | null {
    const found = this.entries.find((entry) => this.strikes(entry, place.toLowerCase()))
    if (!found) return null
    found.left -= 1
    if (found.left <= 0) this.entries = this.entries.filter((entry) => entry !== found)
    return found.fault
  }

  private strikes(entry: Entry<Fault>, place: string): boolean {
    const isMeant = entry.place === place || (entry.place === '*' && this.isMethod(place))
    return isMeant && (entry.probability === 1 || this.random() < entry.probability)
  }
}
