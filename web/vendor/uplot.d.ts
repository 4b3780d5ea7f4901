// As much of uPlot as the page uses; what it takes and gives is in its own documentation.
declare const uPlot: new (options: object, data: number[][], place: HTMLElement) => any;
export default uPlot;
