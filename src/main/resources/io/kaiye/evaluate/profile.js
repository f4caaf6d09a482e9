(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("charts").textContent);
  var colours = ["#0b6aa8", "#d0571a", "#0b7a5c"];
  var ink = "#1b1f24", soft = "#5b636e", line = "#e3e5e2";
  var font = getComputedStyle(document.body).fontFamily;
  var drawn = [];

  function number(value, share) {
    return value.toLocaleString("en-US", { maximumFractionDigits: 2 }) + (share ? "%" : "");
  }

  function short(value) {
    var size = Math.abs(value);
    if (size >= 1e9) return value / 1e9 + "G";
    if (size >= 1e6) return value / 1e6 + "M";
    if (size >= 1e4) return value / 1e3 + "k";
    return String(value);
  }

  function tooltip(chart) {
    return {
      trigger: "axis", confine: true, axisPointer: { type: "shadow", shadowStyle: { opacity: 0.25 } },
      backgroundColor: "#fff", borderColor: line, textStyle: { color: ink, fontSize: 12.5 },
      renderMode: "richText",
      formatter: function (points) {
        return [chart.titles[points[0].dataIndex]].concat(points.map(function (point) {
          return point.seriesName + " " + number(point.value, chart.share);
        })).join("\n");
      }
    };
  }

  function series(chart) {
    return chart.series.map(function (one, i) {
      return {
        type: "bar", name: one.name, barMaxWidth: chart.across ? 16 : undefined,
        barCategoryGap: chart.across ? "30%" : "6%", barGap: "12%",
        label: chart.across ? {
          show: true, position: "right", color: soft, fontSize: 11.5,
          formatter: function (point) { return number(point.value, chart.share); }
        } : { show: false },
        itemStyle: { color: colours[i % colours.length] },
        data: one.values.map(function (value, at) {
          return chart.tails[at] ? { value: value, itemStyle: { opacity: 0.35 } } : value;
        })
      };
    });
  }

  function option(chart, width) {
    var names = {
      type: "category", data: chart.names, inverse: chart.across, axisTick: { show: false },
      axisLine: { lineStyle: { color: "#8a929c" } },
      axisLabel: {
        color: chart.across ? ink : soft, fontSize: chart.across ? 12.5 : 11,
        width: chart.across ? Math.min(220, width * 0.36) : undefined,
        overflow: chart.across ? "truncate" : undefined, hideOverlap: true,
        interval: chart.across ? 0 : undefined
      }
    };
    var values = {
      type: "value", splitNumber: 4, minInterval: chart.share ? 0 : 1,
      axisLabel: { show: !chart.across, color: soft, fontSize: 11, formatter: short },
      splitLine: { show: !chart.across, lineStyle: { color: line } }
    };
    return {
      animation: false, textStyle: { fontFamily: font }, aria: { enabled: true },
      grid: {
        left: 2, right: chart.across ? 64 : 6, bottom: 2, containLabel: true,
        top: chart.series.length > 1 ? 34 : 10
      },
      legend: chart.series.length > 1
        ? { top: 0, left: 0, itemWidth: 11, itemHeight: 11, icon: "circle", textStyle: { color: soft } }
        : { show: false },
      tooltip: tooltip(chart),
      xAxis: chart.across ? values : names, yAxis: chart.across ? names : values,
      series: series(chart)
    };
  }

  function fit() {
    drawn.forEach(function (one) {
      one.made.resize();
      one.made.setOption(option(one.chart, one.box.clientWidth));
    });
  }

  Object.keys(data).forEach(function (id) {
    var box = document.getElementById(id);
    if (!box) return;
    var made = echarts.init(box, null, { renderer: "svg" });
    made.setOption(option(data[id], box.clientWidth));
    drawn.push({ made: made, chart: data[id], box: box });
  });
  window.addEventListener("resize", fit);
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", fit);
})();
