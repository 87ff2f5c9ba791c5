/**
 * What keeps progress. A question is *tried* once it was answered, *wrong* if that was not right, and *shown* once it is
 * answered right; all three follow from this.
 */
export interface Recorder {
  /** A question of this page was answered. */
  answer(task: string, isRight: boolean): void;
  /** Whether a question of this page was ever answered right. */
  isShown(task: string): boolean;
}
