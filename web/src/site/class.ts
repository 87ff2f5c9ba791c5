// The script of the class’s page, in the teacher’s site: what a teacher drops in it is read, counted and drawn there, and
// goes nowhere else.

import { begin } from "./class/start.ts";

// The page’s own script begins then too, and before this one.
document.addEventListener("DOMContentLoaded", () => void begin());
