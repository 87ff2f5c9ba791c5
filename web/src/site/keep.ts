// The script of the page on which a level or the whole book is kept on the device.

import { offerKeeping } from "./keep/page.ts";

document.addEventListener("DOMContentLoaded", () => void offerKeeping());
