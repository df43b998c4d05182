import type { Notice } from '../api/notices';

/** Whether the hub's own words stand in a notice; those of an automation are its author's, and stay as they are. */
export const isOfHub = ({ automation, message }: Pick<Notice, 'automation' | 'message'>): boolean => automation == null || message.startsWith('The automation "');
