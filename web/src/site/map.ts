// The script of the map’s own pages.

import { lightUp } from "./map/light.ts";

document.querySelectorAll<HTMLElement>(".pal-map").forEach(lightUp);
