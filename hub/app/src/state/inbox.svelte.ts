import type { NoticeMessage } from '../api/protocol';

/** What the hub told people, as far as this page knows. */
export class Inbox {
  /** How many nobody has read. */
  unread = $state(0);
  /** The last that came while this page was open; null once it was put away. */
  latest = $state.raw<NoticeMessage | null>(null);
  /** How many came while this page was open: the list is read again when it rises. */
  came = $state(0);

  told(notice: NoticeMessage): void {
    this.unread += 1;
    this.came += 1;
    // What is told late calls nobody.
    if (notice.live) this.latest = notice;
  }
}
